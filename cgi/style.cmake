# Turn the style sheet IN into the header OUT: one line of text, as the pages
# hold it and the hash in their security policy is of.
file(READ ${IN} css)
string(REGEX REPLACE "/\\*[^*]*\\*+([^/*][^*]*\\*+)*/" "" css "${css}")
string(REGEX REPLACE "[ \t\r\n]+" " " css "${css}")
string(REGEX REPLACE " ?([{}:;,]) ?" "\\1" css "${css}")
string(REPLACE ";}" "}" css "${css}")
string(STRIP "${css}" css)
if(css MATCHES "[<>&]")
	message(FATAL_ERROR "${IN}: HTML would escape <, > and &; do without them")
endif()
string(HEX "${css}" octets)
string(REGEX REPLACE "(..)" "0x\\1," octets "${octets}")
file(WRITE ${OUT} "/* Made from page.css. */\nstatic const char page_style[] = {\n${octets}\n0x00 };\n")
