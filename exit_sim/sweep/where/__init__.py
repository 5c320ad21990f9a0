"""Where the shards of a sweep are lived through: threads, processes, or a cluster by dask."""
