dnl VAHETUS_PROBE_CFLAG(FLAG), VAHETUS_PROBE_LDFLAG(FLAG): add FLAG to our own flags where the compiler takes it.
dnl The user's CFLAGS and LDFLAGS stay untouched.
AC_DEFUN([VAHETUS_PROBE_INIT], [VAHETUS_CPPFLAGS=; VAHETUS_CFLAGS=; VAHETUS_LDFLAGS=])
AC_DEFUN([VAHETUS_PROBE_CFLAG], [
    AS_VAR_PUSHDEF([cache], [vahetus_cv_cflag_$1])
    AC_CACHE_CHECK([whether $CC takes $1], [cache], [
        saved_CFLAGS=$CFLAGS
        CFLAGS="$CFLAGS -Werror $1"
        AC_COMPILE_IFELSE([AC_LANG_PROGRAM()], [AS_VAR_SET([cache], [yes])], [AS_VAR_SET([cache], [no])])
        CFLAGS=$saved_CFLAGS])
    AS_VAR_IF([cache], [yes], [VAHETUS_CFLAGS="$VAHETUS_CFLAGS $1"])
    AS_VAR_POPDEF([cache])])
AC_DEFUN([VAHETUS_PROBE_LDFLAG], [
    AS_VAR_PUSHDEF([cache], [vahetus_cv_ldflag_$1])
    AC_CACHE_CHECK([whether the linker takes $1], [cache], [
        saved_LDFLAGS=$LDFLAGS
        LDFLAGS="$LDFLAGS $1"
        AC_LINK_IFELSE([AC_LANG_PROGRAM()], [AS_VAR_SET([cache], [yes])], [AS_VAR_SET([cache], [no])])
        LDFLAGS=$saved_LDFLAGS])
    AS_VAR_IF([cache], [yes], [VAHETUS_LDFLAGS="$VAHETUS_LDFLAGS $1"])
    AS_VAR_POPDEF([cache])])
