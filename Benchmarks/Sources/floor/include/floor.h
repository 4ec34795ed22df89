#include <stddef.h>

/// Lets libyaml read the bytes and throws its events away. Returns their number, or -1 where it refuses the text.
long scan_yaml(const unsigned char *bytes, size_t size);
