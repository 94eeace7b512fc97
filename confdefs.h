/* confdefs.h */
#define PACKAGE_NAME "vahetus"
#define PACKAGE_TARNAME "vahetus"
#define PACKAGE_VERSION "0.1.0"
#define PACKAGE_STRING "vahetus 0.1.0"
#define PACKAGE_BUGREPORT ""
#define PACKAGE_URL ""
#define PACKAGE "vahetus"
#define VERSION "0.1.0"
