"""The media pane, the large revealed picture and decoded pixels."""
