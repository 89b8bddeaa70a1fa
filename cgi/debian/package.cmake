# The Debian package: `cpack -G DEB` in the build directory.
if(NOT CMAKE_INSTALL_PREFIX STREQUAL "/usr")
	message(STATUS "cpack makes a package for the prefix /usr only")
	return()
endif()

set(HERE ${CMAKE_CURRENT_LIST_DIR})

# Without these cpack fails in words that nobody understands, or makes a package
# that depends on no library.
find_program(DPKG_SHLIBDEPS dpkg-shlibdeps)
find_program(FILE_PROGRAM file)
if(NOT DPKG_SHLIBDEPS OR NOT FILE_PROGRAM)
	message(STATUS "cpack makes no package: install file and dpkg-dev, and run cmake again")
	return()
endif()
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME muaconf)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "muaconf maintainers <maintainers@muaconf.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "settings for mail programs, from one SQLite file")
# cpack puts the summary before it and indents the lines.
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"People type an address and a password, and their mail program finds the rest:
Thunderbird and its relatives by Mozilla autoconfig, Outlook and others by
Microsoft Autodiscover, Apple devices by configuration profiles.

One small FastCGI program answers all of them behind the web server that is
already there, for one domain or a million. The muaconf command seeds and
checks its database, and prints DNS records, certificate lists and maps for
nginx.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
# Absolute places such as /etc/nginx need it.
set(CPACK_SET_DESTDIR ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
	OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION mail)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# It makes the user, the directory and the socket.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "systemd")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "nginx | httpd, sqlite3")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "spawn-fcgi, dehydrated | certbot")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${HERE}/postinst ${HERE}/prerm ${HERE}/postrm ${HERE}/conffiles)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
# Runs on the staged files: manuals, changes, licence.
set(CPACK_PRE_BUILD_SCRIPTS ${HERE}/staged.cmake)
set(CPACK_MUACONF_SOURCE ${PROJECT_SOURCE_DIR})
include(CPack)
