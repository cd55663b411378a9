"""An S3 bucket behind the disk, where a county has one: it receives every content, and the disk may then let go of some.

Its one trick: the key in the bucket is the content's own SHA-256. An object can be checked against its name, by whoever has it, and
needs to be written only once. The disk stays where files are taken in; nothing here is imported where no bucket is set.
"""
