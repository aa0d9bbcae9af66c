@NullMarked
package io.borescope.extension.admin.tap;

import org.jspecify.annotations.NullMarked;
