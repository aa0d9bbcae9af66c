@NullMarked
package io.borescope.extension.admin;

import org.jspecify.annotations.NullMarked;
