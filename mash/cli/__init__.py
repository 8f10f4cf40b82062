"""The commands: parse, call one function, print, exit code. One file per noun."""
