"""The timeline pane with its lanes, overview and range."""
