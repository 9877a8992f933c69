// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin;

import java.util.Collection;
import java.util.Map;

/** Whether accounts would still let those in whom they have let in. */
@FunctionalInterface
public interface Admissions {

    /** Why an account would not. */
    enum Revocation {
        /** There is no account of this name any more. */
        DELETED,
        /** There is another one of this name. */
        RECREATED,
        /** The mailbox or its domain is switched off. */
        INACTIVE,
        /** The password, or app password, is not the account's any more. */
        PASSWORD
    }

    /**
     * Those of the admissions that do not hold any more, as the database says now; many are asked for at once.
     *
     * @throws AccountsUnavailableException if the database does not answer; nothing is known then
     */
    Map<Admission, Revocation> revoked(Collection<Admission> admissions);
}
