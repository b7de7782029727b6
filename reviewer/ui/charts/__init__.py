"""Charts by pyqtgraph, and the figures beside them."""
