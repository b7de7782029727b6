"""The one door: methods that append, fold, publish; what panes read."""
