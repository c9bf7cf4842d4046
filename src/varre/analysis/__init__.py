"""What mattered: the importance of parameters and their correlation with the metric. Pure functions of runs.

`varre.analysis.importance.explain` is the way in. Nothing is imported here: the command line asks for one number of
runs before it loads arrays.
"""
