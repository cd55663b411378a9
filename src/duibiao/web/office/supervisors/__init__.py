"""The office's pages of social supervisors: the register, what they are asked to look at, what they suggest."""
