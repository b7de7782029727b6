"""The queue: order, filters, views, why a case stands where it stands."""
