// SPDX-License-Identifier: Apache-2.0
/** Who is logged in to this server now, and the end of those whose account lets them in no more. */
@org.jspecify.annotations.NullMarked
package org.posthorn.postfixadmin.session;
