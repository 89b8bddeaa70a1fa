# Turn the text file IN into the C file OUT: an array of its octets, NAME.
file(READ ${IN} octets HEX)
string(REGEX REPLACE "(..)" "0x\\1," octets "${octets}")
string(REGEX REPLACE "(................................................................................)" "\\1\n" octets "${octets}")
file(WRITE ${OUT} "extern const unsigned char ${NAME}[];\nconst unsigned char ${NAME}[] = {\n${octets}\n0x00 };\n")
