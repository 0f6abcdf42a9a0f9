"""The place Charts. Importing it brings pyqtgraph and numpy: do so when it is first opened."""

from annotator.ui.places.charts.place import ChartsPlace

__all__ = ["ChartsPlace"]
