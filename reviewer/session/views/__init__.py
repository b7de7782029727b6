"""What the panes are given to show: plain values, and the words for them."""
