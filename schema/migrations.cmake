# Turn the files FILES (a list with commas between), each NNNN.sql, into the C
# file OUT: the table of migrations.
string(REPLACE "," ";" files "${FILES}")
set(arrays "")
set(rows "")
set(count 0)
foreach(file IN LISTS files)
	get_filename_component(name ${file} NAME_WE)
	string(REGEX REPLACE "^0+" "" number ${name})
	file(READ ${file} octets HEX)
	string(REGEX REPLACE "(..)" "0x\\1," octets "${octets}")
	string(APPEND arrays "static const unsigned char sql_${number}[] = {\n${octets}\n0x00 };\n")
	string(APPEND rows "\t{ ${number}, sql_${number} },\n")
	math(EXPR count "${count} + 1")
endforeach()
file(WRITE ${OUT} "#include \"schema/migrate.h\"\n\n${arrays}
const struct migration migrations[] = {\n${rows}\t{ 0, 0 },\n};\nconst size_t nmigrations = ${count};\n")
