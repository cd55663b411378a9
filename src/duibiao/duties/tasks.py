"""What duties do without anybody asking: see `waking`."""
