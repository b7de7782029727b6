"""The ratios of the program against its peers and limits."""
