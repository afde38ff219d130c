"""The coordinators' desk: every action checks the rights anew, and leaves its trace in the audit."""
