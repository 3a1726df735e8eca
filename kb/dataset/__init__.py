"""The knowledge base as a Parquet data set: tables in folders, partitioned by province, for work on many machines."""
