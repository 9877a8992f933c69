// SPDX-License-Identifier: Apache-2.0
/** Who may administer a running server: secrets in files, and what asks for them. */
@org.jspecify.annotations.NullMarked
package org.posthorn.server.administration;
