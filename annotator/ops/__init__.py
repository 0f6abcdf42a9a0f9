"""The verbs: what people do to a project, for the command line and the window alike."""
