// SPDX-License-Identifier: Apache-2.0
/** The certificate that the server shows where the administrator has not given one. */
@org.jspecify.annotations.NullMarked
package org.posthorn.server.tls;
