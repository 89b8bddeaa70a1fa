# What Debian wants of a package besides the installed files.
file(GLOB_RECURSE pages ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share/man/*)
set(doc ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share/doc/muaconf)
set(source ${CPACK_MUACONF_SOURCE})
file(MAKE_DIRECTORY ${doc})

# string(TIMESTAMP) heeds SOURCE_DATE_EPOCH.
string(TIMESTAMP CHANGELOG_DATE "%a, %d %b %Y %H:%M:%S +0000" UTC)
set(PROJECT_VERSION ${CPACK_PACKAGE_VERSION})
configure_file(${source}/cgi/debian/changelog.in ${doc}/changelog @ONLY)
configure_file(${source}/cgi/debian/copyright ${doc}/copyright COPYONLY)
configure_file(${source}/CHANGELOG.md ${doc}/CHANGELOG.md COPYONLY)
configure_file(${source}/README.md ${doc}/README.md COPYONLY)
foreach(file IN LISTS pages
	ITEMS ${doc}/changelog ${doc}/CHANGELOG.md ${doc}/README.md)
	execute_process(COMMAND gzip -9nf ${file} RESULT_VARIABLE failed)
	if(failed)
		message(FATAL_ERROR "gzip ${file}: ${failed}")
	endif()
endforeach()
