/* Repairs desk: a conversation policy for the model checker SPIN.
 *
 * spin -a model.pml; gcc -O2 -DSAFETY -o pan pan.c; ./pan -c0 -n
 *     assertions (rule and node), and invalid end states: places where nothing answers
 * spin -a model.pml; gcc -O2 -DNP -o pan pan.c; ./pan -l -n
 *     non-progress cycles: endless loops in which the user is never understood
 * spin -a -DWATCH model.pml; gcc -O2 -DSAFETY -o pan pan.c; ./pan -c0 -n
 *     also nodes that are resumed before they have spoken, one watched at a time
 * spin -a -DCLAIMS model.pml; gcc -O2 -o pan pan.c; ./pan -a -n -N CLAIM
 *     promises that a turn which never ends leaves open
 */
#define MUST(condition, rule, node) assert((rule && node >= 0) || (condition))
#define nothing 0
#ifdef WATCH
#define SPOKEN(node) if :: watched == node -> watched = -1 :: else fi;
#define DISCHARGED if :: watched < 0 -> goto end_discharged :: else fi;
#define RESUMED(node) MUST(watched != node, resumed_unspoken, node);
#else
#define SPOKEN(node)
#define DISCHARGED
#define RESUMED(node)
#endif

/* The rules. None is ever set: they stand in assertions so that SPIN prints their names. */
hidden byte silent_turn, resumed_unspoken, silent_cycle, nothing_to_ask, no_way_out, refusal_ignored;
hidden byte silent_ending, lost_escalation, incomplete_success, forgotten_question, question_dropped;
hidden byte question_open_at_success, declined_unasked, declined_complete, undeclared_call;
hidden byte unconfirmed_call, ambiguous_event, unreported_result, apology_after_success;
hidden byte report_after_failure, broken_failure_mode, foreign_outcome, misplaced_retry, third_attempt;
hidden byte repeated_call, unbound_input, two_calls;

/* What a turn began with, and what it owes the user. */
mtype = { a_yes, success, failure };
mtype:debt = { a_person, a_report, an_apology, a_handoff, a_retry, a_continuation };

/* What the conversation remembers. */
bit s0; /* flat */
bit s1; /* day */
bit other; /* any slot that nothing names */
unsigned v4 : 2; /* entries of visit/ask/1/clarify */
unsigned v5 : 1; /* entries of visit/ask/1/nudge */
unsigned v10 : 2; /* entries of visit/talk/clarify */
unsigned v11 : 1; /* entries of visit/talk/nudge */
unsigned v16 : 2; /* entries of visit/tool:book/confirm/clarify */
unsigned v17 : 1; /* entries of visit/tool:book/confirm/nudge */
unsigned v28 : 2; /* entries of deferred/clarify */
unsigned v29 : 1; /* entries of deferred/nudge */
bit deferred;
bit declined;
bit fresh; /* the confirm that waits was asked on the way here */
bit c20; /* called since the user's last event */
bit c21; /* called since the user's last event */
#ifdef WATCH
short watched;
#endif

/* The turn so far; all of it is forgotten where somebody is awaited. */
bit said;
mtype begun;
short about; /* the tool that the turn began with */
byte attempt; /* that its answer belongs to */
mtype:debt owes;
short refused; /* one more than the ask that was refused */
bit t1; /* passed since something was last said */
bit t25; /* passed since something was last said */

#ifdef CLAIMS
ltl person_comes { [] <> (owes != a_person) }
ltl result_told { [] <> (owes == nothing || owes == a_person) }
#endif

/* tool 1: book */

inline bring(slot) {
  if
  :: !slot -> slot = 1
  :: true
  fi
}

inline count(entries, bound) {
  if
  :: entries < bound -> entries++
  :: else
  fi
}

inline reset_counts() {
  v4 = 0;
  v5 = 0;
  v10 = 0;
  v11 = 0;
  v16 = 0;
  v17 = 0;
  v28 = 0;
  v29 = 0;
}

inline heard() {
  said = 1;
  t1 = 0;
  t25 = 0;
}

inline settle() {
  said = 0; begun = nothing; about = 0; attempt = 0; owes = nothing; refused = 0;
  t1 = 0;
  t25 = 0;
}

inline calls_over() {
  c20 = 0;
  c21 = 0;
}

inline stranded(node) {
  MUST(owes != a_person, lost_escalation, node);
  MUST(owes != a_report, unreported_result, node);
  MUST(owes == nothing || owes == a_person || owes == a_report, broken_failure_mode, node);
}

active proctype conversation() {
#ifdef WATCH
  if
  :: watched = 2
  :: watched = 8
  :: watched = 26
  fi;
#endif
  goto enter_0;

/* 0: open open */
enter_0:
  atomic {
    d_step {
      skip;
      heard();
    };
    goto step_0
  };
step_0:
  if
  :: atomic {
    true ->
    /* edge 0: open auto visit/route */
    goto enter_1
  }
  fi;

/* 1: route visit/route */
enter_1:
  atomic {
    d_step {
      skip;
      MUST(!t1, silent_cycle, 1);
      t1 = 1;
      MUST((!((s0 && s1))) + ((s0 && s1)) <= 1, ambiguous_event, 1);
    };
    goto step_1
  };
step_1:
  if
  :: atomic {
    !((s0 && s1)) ->
    /* edge 1: visit/route auto visit/ask/1 */
    goto enter_2
  }
  :: atomic {
    (s0 && s1) ->
    /* edge 2: visit/route auto visit/talk */
    goto enter_8
  }
  :: else ->
    MUST(false, no_way_out, 1);
    stranded(1); goto stuck
  fi;

/* 2: ask visit/ask/1 */
enter_2:
  atomic {
    d_step {
      skip;
      if
      :: !s0 || !s1 ->
        heard();
        SPOKEN(2)
      :: else
      fi;
      MUST(!s0 || !s1, nothing_to_ask, 2);
      MUST(said, silent_turn, 2);
      MUST(owes != a_person, lost_escalation, 2);
      MUST(owes != a_report, unreported_result, 2);
      MUST(owes == nothing || owes == a_person || owes == a_report || owes == a_continuation, broken_failure_mode, 2);
      MUST(refused != 3, refusal_ignored, 2);
      calls_over();
      settle();
    };
    DISCHARGED
    goto wait_2
  };
resume_2:
  atomic {
    d_step {
      skip;
      RESUMED(2)
      MUST(!s0 || !s1, nothing_to_ask, 2);
      MUST(said, silent_turn, 2);
      MUST(owes != a_person, lost_escalation, 2);
      MUST(owes != a_report, unreported_result, 2);
      MUST(owes == nothing || owes == a_person || owes == a_report || owes == a_continuation, broken_failure_mode, 2);
      MUST(refused != 3, refusal_ignored, 2);
      calls_over();
      settle();
    };
    goto wait_2
  };
wait_2:
  if
  :: d_step { skip; reset_counts() };
  progress_2: /* the user is understood */
    if
    :: atomic { /* answered */
      (!s0 || !s1);
      s0 = 1;
      s1 = 1;
      bring(other);
      /* edge 3: visit/ask/1 answered visit/route */
      goto enter_1
    }
    :: atomic { /* partial */
      if
      :: !s0 && !s1 ->
        s0 = 1;
        bring(other);
      :: !s1 && !s0 ->
        s1 = 1;
        bring(other);
      fi;
      /* edge 4: visit/ask/1 partial visit/ask/1 */
      goto enter_2
    }
    :: atomic { /* correct */
      if
      :: s0 || s1 || other
      fi;
      bring(s0); bring(s1); bring(other);
      /* edge 16: visit/ask/1 correct visit/ask/1/corrected */
      goto enter_7
    }
    :: atomic {
      bring(s0); bring(s1); bring(other);
      if
      :: true -> /* deny */
        refused = 3;
        declined = 1;
        /* edge 5: visit/ask/1 deny visit/ask/1/declined */
        goto enter_3
      :: true -> /* interrupt */
        /* edge 13: visit/ask/1 interrupt visit/ask/1/interrupted */
        deferred = 1;
        goto enter_6
      :: true -> /* escalate */
        owes = a_person;
        /* edge 19: visit/ask/1 escalate handoff */
        goto enter_35
      fi
    }
    fi;
  :: atomic { /* unclear */
    true;
    bring(other);
    MUST(((v4 < 2)) + (!((v4 < 2))) <= 1, ambiguous_event, 2);
    if
    :: (v4 < 2) ->
      /* edge 7: visit/ask/1 unclear visit/ask/1/clarify */
      goto enter_4
    :: !((v4 < 2)) ->
      /* edge 8: visit/ask/1 unclear handoff */
      goto enter_35
    :: else -> stranded(2); goto stuck
    fi
  }
  :: atomic { /* silence */
    true;
    MUST(((v5 < 1)) + (!((v5 < 1))) <= 1, ambiguous_event, 2);
    if
    :: (v5 < 1) ->
      /* edge 10: visit/ask/1 silence visit/ask/1/nudge */
      goto enter_5
    :: !((v5 < 1)) ->
      /* edge 11: visit/ask/1 silence close:abandoned */
      goto enter_34
    :: else -> stranded(2); goto stuck
    fi
  }
  fi;

/* 3: interject visit/ask/1/declined */
enter_3:
  atomic {
    d_step {
      skip;
      heard();
    };
    goto step_3
  };
step_3:
  if
  :: atomic {
    true ->
    /* edge 6: visit/ask/1/declined auto end */
    goto enter_25
  }
  fi;

/* 4: clarify visit/ask/1/clarify */
enter_4:
  atomic {
    d_step {
      skip;
      count(v4, 2);
      heard();
    };
    goto step_4
  };
step_4:
  if
  :: atomic {
    true ->
    /* edge 9: visit/ask/1/clarify auto visit/ask/1 */
    goto resume_2
  }
  fi;

/* 5: nudge visit/ask/1/nudge */
enter_5:
  atomic {
    d_step {
      skip;
      count(v5, 1);
      heard();
    };
    goto step_5
  };
step_5:
  if
  :: atomic {
    true ->
    /* edge 12: visit/ask/1/nudge auto visit/ask/1 */
    goto resume_2
  }
  fi;

/* 6: interject visit/ask/1/interrupted */
enter_6:
  atomic {
    d_step {
      skip;
      heard();
      MUST((!((s0 && s1))) + ((s0 && s1)) <= 1, ambiguous_event, 6);
    };
    goto step_6
  };
step_6:
  if
  :: atomic {
    !((s0 && s1)) ->
    /* edge 14: visit/ask/1/interrupted auto visit/ask/1 */
    goto resume_2
  }
  :: atomic {
    (s0 && s1) ->
    /* edge 15: visit/ask/1/interrupted auto visit/route */
    goto enter_1
  }
  :: else ->
    MUST(false, no_way_out, 6);
    stranded(6); goto stuck
  fi;

/* 7: interject visit/ask/1/corrected */
enter_7:
  atomic {
    d_step {
      skip;
      heard();
      MUST((!((s0 && s1))) + ((s0 && s1)) <= 1, ambiguous_event, 7);
    };
    goto step_7
  };
step_7:
  if
  :: atomic {
    !((s0 && s1)) ->
    /* edge 17: visit/ask/1/corrected auto visit/ask/1 */
    goto resume_2
  }
  :: atomic {
    (s0 && s1) ->
    /* edge 18: visit/ask/1/corrected auto visit/route */
    goto enter_1
  }
  :: else ->
    MUST(false, no_way_out, 7);
    stranded(7); goto stuck
  fi;

/* 8: talk visit/talk */
enter_8:
  atomic {
    d_step {
      skip;
      heard();
      SPOKEN(8)
      MUST(said, silent_turn, 8);
      MUST(owes != a_person, lost_escalation, 8);
      MUST(owes != a_report, unreported_result, 8);
      MUST(owes == nothing || owes == a_person || owes == a_report || owes == a_continuation, broken_failure_mode, 8);
      calls_over();
      settle();
    };
    DISCHARGED
    goto wait_8
  };
resume_8:
  atomic {
    d_step {
      skip;
      RESUMED(8)
      MUST(said, silent_turn, 8);
      MUST(owes != a_person, lost_escalation, 8);
      MUST(owes != a_report, unreported_result, 8);
      MUST(owes == nothing || owes == a_person || owes == a_report || owes == a_continuation, broken_failure_mode, 8);
      calls_over();
      settle();
    };
    goto wait_8
  };
wait_8:
  if
  :: d_step { skip; reset_counts() };
  progress_8: /* the user is understood */
    if
    :: atomic { /* correct */
      if
      :: s0 || s1 || other
      fi;
      bring(s0); bring(s1); bring(other);
      /* edge 31: visit/talk correct visit/talk/corrected */
      goto enter_13
    }
    :: atomic {
      bring(s0); bring(s1); bring(other);
      if
      :: true -> /* goal_met */
        /* edge 20: visit/talk goal_met end */
        goto enter_25
      :: true -> /* deny */
        declined = 1;
        /* edge 21: visit/talk deny visit/talk/declined */
        goto enter_9
      :: true -> /* tool:book */
        /* edge 34: visit/talk tool:book visit/tool:book/confirm */
        goto enter_14
      :: true -> /* interrupt */
        /* edge 29: visit/talk interrupt visit/talk/interrupted */
        deferred = 1;
        goto enter_12
      :: true -> /* escalate */
        owes = a_person;
        /* edge 33: visit/talk escalate handoff */
        goto enter_35
      fi
    }
    fi;
  :: atomic { /* unclear */
    true;
    bring(s0); bring(s1); bring(other);
    MUST(((v10 < 2)) + (!((v10 < 2))) <= 1, ambiguous_event, 8);
    if
    :: (v10 < 2) ->
      /* edge 23: visit/talk unclear visit/talk/clarify */
      goto enter_10
    :: !((v10 < 2)) ->
      /* edge 24: visit/talk unclear handoff */
      goto enter_35
    :: else -> stranded(8); goto stuck
    fi
  }
  :: atomic { /* silence */
    true;
    MUST(((v11 < 1)) + (!((v11 < 1))) <= 1, ambiguous_event, 8);
    if
    :: (v11 < 1) ->
      /* edge 26: visit/talk silence visit/talk/nudge */
      goto enter_11
    :: !((v11 < 1)) ->
      /* edge 27: visit/talk silence close:abandoned */
      goto enter_34
    :: else -> stranded(8); goto stuck
    fi
  }
  fi;

/* 9: interject visit/talk/declined */
enter_9:
  atomic {
    d_step {
      skip;
      heard();
    };
    goto step_9
  };
step_9:
  if
  :: atomic {
    true ->
    /* edge 22: visit/talk/declined auto end */
    goto enter_25
  }
  fi;

/* 10: clarify visit/talk/clarify */
enter_10:
  atomic {
    d_step {
      skip;
      count(v10, 2);
      heard();
    };
    goto step_10
  };
step_10:
  if
  :: atomic {
    true ->
    /* edge 25: visit/talk/clarify auto visit/talk */
    goto resume_8
  }
  fi;

/* 11: nudge visit/talk/nudge */
enter_11:
  atomic {
    d_step {
      skip;
      count(v11, 1);
      heard();
    };
    goto step_11
  };
step_11:
  if
  :: atomic {
    true ->
    /* edge 28: visit/talk/nudge auto visit/talk */
    goto resume_8
  }
  fi;

/* 12: interject visit/talk/interrupted */
enter_12:
  atomic {
    d_step {
      skip;
      heard();
    };
    goto step_12
  };
step_12:
  if
  :: atomic {
    true ->
    /* edge 30: visit/talk/interrupted auto visit/talk */
    goto resume_8
  }
  fi;

/* 13: interject visit/talk/corrected */
enter_13:
  atomic {
    d_step {
      skip;
      heard();
    };
    goto step_13
  };
step_13:
  if
  :: atomic {
    true ->
    /* edge 32: visit/talk/corrected auto visit/talk */
    goto resume_8
  }
  fi;

/* 14: confirm visit/tool:book/confirm */
enter_14:
  atomic {
    d_step {
      skip;
      heard();
      fresh = 1;
      MUST(said, silent_turn, 14);
      MUST(owes != a_person, lost_escalation, 14);
      MUST(owes != a_report, unreported_result, 14);
      MUST(owes == nothing || owes == a_person || owes == a_report || owes == a_continuation, broken_failure_mode, 14);
      calls_over();
      settle();
    };
    goto wait_14
  };
wait_14:
  if
  :: d_step { skip; reset_counts() };
  progress_14: /* the user is understood */
    if
    :: atomic { /* affirm */
      true;
      if
      :: fresh -> begun = a_yes; about = 1
      :: else
      fi;
      fresh = 0;
      /* edge 35: visit/tool:book/confirm affirm visit/tool:book/call/1 */
      goto enter_20
    }
    :: atomic { /* deny */
      true;
      fresh = 0;
      /* edge 36: visit/tool:book/confirm deny visit/tool:book/confirm/declined */
      goto enter_15
    }
    :: atomic { /* correct */
      if
      :: s0 || s1 || other
      :: !s0 -> s0 = 1
      :: !s1 -> s1 = 1
      :: !other -> other = 1
      fi;
      bring(s0); bring(s1); bring(other);
      fresh = 0;
      /* edge 46: visit/tool:book/confirm correct visit/tool:book/confirm/corrected */
      goto enter_19
    }
    :: atomic {
      bring(s0); bring(s1); bring(other);
      if
      :: true -> /* interrupt */
        fresh = 0;
        /* edge 44: visit/tool:book/confirm interrupt visit/tool:book/confirm/interrupted */
        deferred = 1;
        goto enter_18
      :: true -> /* escalate */
        owes = a_person;
        fresh = 0;
        /* edge 48: visit/tool:book/confirm escalate handoff */
        goto enter_35
      fi
    }
    fi;
  :: atomic { /* unclear */
    true;
    bring(s0); bring(s1); bring(other);
    fresh = 0;
    MUST(((v16 < 2)) + (!((v16 < 2))) <= 1, ambiguous_event, 14);
    if
    :: (v16 < 2) ->
      /* edge 38: visit/tool:book/confirm unclear visit/tool:book/confirm/clarify */
      goto enter_16
    :: !((v16 < 2)) ->
      /* edge 39: visit/tool:book/confirm unclear handoff */
      goto enter_35
    :: else -> stranded(14); goto stuck
    fi
  }
  :: atomic { /* silence */
    true;
    fresh = 0;
    MUST(((v17 < 1)) + (!((v17 < 1))) <= 1, ambiguous_event, 14);
    if
    :: (v17 < 1) ->
      /* edge 41: visit/tool:book/confirm silence visit/tool:book/confirm/nudge */
      goto enter_17
    :: !((v17 < 1)) ->
      /* edge 42: visit/tool:book/confirm silence close:abandoned */
      goto enter_34
    :: else -> stranded(14); goto stuck
    fi
  }
  fi;

/* 15: interject visit/tool:book/confirm/declined */
enter_15:
  atomic {
    d_step {
      skip;
      heard();
    };
    goto step_15
  };
step_15:
  if
  :: atomic {
    true ->
    /* edge 37: visit/tool:book/confirm/declined auto visit/talk */
    goto resume_8
  }
  fi;

/* 16: clarify visit/tool:book/confirm/clarify */
enter_16:
  atomic {
    d_step {
      skip;
      count(v16, 2);
      heard();
    };
    goto step_16
  };
step_16:
  if
  :: atomic {
    true ->
    /* edge 40: visit/tool:book/confirm/clarify auto visit/tool:book/confirm */
    goto enter_14
  }
  fi;

/* 17: nudge visit/tool:book/confirm/nudge */
enter_17:
  atomic {
    d_step {
      skip;
      count(v17, 1);
      heard();
    };
    goto step_17
  };
step_17:
  if
  :: atomic {
    true ->
    /* edge 43: visit/tool:book/confirm/nudge auto visit/tool:book/confirm */
    goto enter_14
  }
  fi;

/* 18: interject visit/tool:book/confirm/interrupted */
enter_18:
  atomic {
    d_step {
      skip;
      heard();
    };
    goto step_18
  };
step_18:
  if
  :: atomic {
    true ->
    /* edge 45: visit/tool:book/confirm/interrupted auto visit/tool:book/confirm */
    goto enter_14
  }
  fi;

/* 19: interject visit/tool:book/confirm/corrected */
enter_19:
  atomic {
    d_step {
      skip;
      heard();
    };
    goto step_19
  };
step_19:
  if
  :: atomic {
    true ->
    /* edge 47: visit/tool:book/confirm/corrected auto visit/tool:book/confirm */
    goto enter_14
  }
  fi;

/* 20: call visit/tool:book/call/1 */
enter_20:
  atomic {
    d_step {
      skip;
      MUST(s1, unbound_input, 20);
      MUST(begun == a_yes && about == 1, unconfirmed_call, 20);
      MUST(!(attempt == 2 && about == 1), third_attempt, 20);
      MUST(!c20, repeated_call, 20);
      c20 = 1;
      MUST(owes != a_person, lost_escalation, 20);
      MUST(owes != a_report, unreported_result, 20);
      MUST(owes == nothing || owes == a_person || owes == a_report || owes == a_continuation, broken_failure_mode, 20);
      settle();
    };
    goto wait_20
  };
wait_20:
  if
  :: atomic { /* ok */
    true;
    begun = success; about = 1; attempt = 1; owes = a_report;
    /* edge 49: visit/tool:book/call/1 ok visit/tool:book/report */
    goto enter_22
  }
  :: atomic { /* error */
    true;
    begun = failure; about = 1; attempt = 1;
    owes = a_retry;
    /* edge 50: visit/tool:book/call/1 error visit/tool:book/call/2 */
    goto enter_21
  }
  :: atomic { /* timeout */
    true;
    begun = failure; about = 1; attempt = 1;
    owes = a_retry;
    /* edge 51: visit/tool:book/call/1 timeout visit/tool:book/call/2 */
    goto enter_21
  }
  fi;

/* 21: call visit/tool:book/call/2 */
enter_21:
  atomic {
    d_step {
      skip;
      MUST(s1, unbound_input, 21);
      MUST(!(attempt == 2 && about == 1), third_attempt, 21);
      MUST(!c21, repeated_call, 21);
      c21 = 1;
      MUST(owes != a_person, lost_escalation, 21);
      MUST(owes != a_report, unreported_result, 21);
      MUST(owes == nothing || owes == a_person || owes == a_report || owes == a_continuation || (owes == a_retry && about == 1), broken_failure_mode, 21);
      settle();
    };
    goto wait_21
  };
wait_21:
  if
  :: atomic { /* ok */
    true;
    begun = success; about = 1; attempt = 2; owes = a_report;
    /* edge 52: visit/tool:book/call/2 ok visit/tool:book/report */
    goto enter_22
  }
  :: atomic { /* error */
    true;
    begun = failure; about = 1; attempt = 2;
    owes = an_apology;
    /* edge 53: visit/tool:book/call/2 error visit/tool:book/apologize/error */
    goto enter_23
  }
  :: atomic { /* timeout */
    true;
    begun = failure; about = 1; attempt = 2;
    owes = an_apology;
    /* edge 54: visit/tool:book/call/2 timeout visit/tool:book/apologize/timeout */
    goto enter_24
  }
  fi;

/* 22: report visit/tool:book/report */
enter_22:
  atomic {
    d_step {
      skip;
      heard();
      if
      :: owes == a_report && about == 1 -> owes = nothing
      :: else
      fi;
      MUST((begun == success || begun == failure) && about == 1, foreign_outcome, 22);
      MUST(!(begun == failure && about == 1), report_after_failure, 22);
    };
    goto step_22
  };
step_22:
  if
  :: atomic {
    true ->
    /* edge 55: visit/tool:book/report auto visit/talk */
    goto resume_8
  }
  fi;

/* 23: apologize visit/tool:book/apologize/error */
enter_23:
  atomic {
    d_step {
      skip;
      heard();
      if
      :: owes == an_apology && about == 1 -> owes = a_continuation
      :: else
      fi;
      MUST((begun == success || begun == failure) && about == 1, foreign_outcome, 23);
      MUST(!(begun == success && about == 1), apology_after_success, 23);
    };
    goto step_23
  };
step_23:
  if
  :: atomic {
    true ->
    /* edge 56: visit/tool:book/apologize/error auto visit/talk */
    goto resume_8
  }
  fi;

/* 24: apologize visit/tool:book/apologize/timeout */
enter_24:
  atomic {
    d_step {
      skip;
      heard();
      if
      :: owes == an_apology && about == 1 -> owes = a_continuation
      :: else
      fi;
      MUST((begun == success || begun == failure) && about == 1, foreign_outcome, 24);
      MUST(!(begun == success && about == 1), apology_after_success, 24);
    };
    goto step_24
  };
step_24:
  if
  :: atomic {
    true ->
    /* edge 57: visit/tool:book/apologize/timeout auto visit/talk */
    goto resume_8
  }
  fi;

/* 25: route end */
enter_25:
  atomic {
    d_step {
      skip;
      MUST(!t25, silent_cycle, 25);
      t25 = 1;
      MUST((deferred) + ((!(deferred) && (s0 && s1))) + ((!(deferred) && !((s0 && s1)))) <= 1, ambiguous_event, 25);
    };
    goto step_25
  };
step_25:
  if
  :: atomic {
    deferred ->
    /* edge 58: end auto deferred */
    deferred = 0;
    goto enter_26
  }
  :: atomic {
    (!(deferred) && (s0 && s1)) ->
    /* edge 59: end auto close:success */
    goto enter_32
  }
  :: atomic {
    (!(deferred) && !((s0 && s1))) ->
    /* edge 60: end auto close:declined */
    goto enter_33
  }
  :: else ->
    MUST(false, no_way_out, 25);
    stranded(25); goto stuck
  fi;

/* 26: talk deferred */
enter_26:
  atomic {
    d_step {
      skip;
      heard();
      SPOKEN(26)
      MUST(said, silent_turn, 26);
      MUST(owes != a_person, lost_escalation, 26);
      MUST(owes != a_report, unreported_result, 26);
      MUST(owes == nothing || owes == a_person || owes == a_report || owes == a_continuation, broken_failure_mode, 26);
      calls_over();
      settle();
    };
    DISCHARGED
    goto wait_26
  };
resume_26:
  atomic {
    d_step {
      skip;
      RESUMED(26)
      MUST(said, silent_turn, 26);
      MUST(owes != a_person, lost_escalation, 26);
      MUST(owes != a_report, unreported_result, 26);
      MUST(owes == nothing || owes == a_person || owes == a_report || owes == a_continuation, broken_failure_mode, 26);
      calls_over();
      settle();
    };
    goto wait_26
  };
wait_26:
  if
  :: d_step { skip; reset_counts() };
  progress_26: /* the user is understood */
    if
    :: atomic { /* correct */
      if
      :: s0 || s1 || other
      fi;
      bring(s0); bring(s1); bring(other);
      /* edge 72: deferred correct deferred/corrected */
      goto enter_31
    }
    :: atomic {
      bring(s0); bring(s1); bring(other);
      if
      :: true -> /* goal_met */
        /* edge 61: deferred goal_met end */
        goto enter_25
      :: true -> /* deny */
        declined = 1;
        /* edge 62: deferred deny deferred/declined */
        goto enter_27
      :: true -> /* interrupt */
        /* edge 70: deferred interrupt deferred/interrupted */
        deferred = 1;
        goto enter_30
      :: true -> /* escalate */
        owes = a_person;
        /* edge 74: deferred escalate handoff */
        goto enter_35
      fi
    }
    fi;
  :: atomic { /* unclear */
    true;
    bring(s0); bring(s1); bring(other);
    MUST(((v28 < 2)) + (!((v28 < 2))) <= 1, ambiguous_event, 26);
    if
    :: (v28 < 2) ->
      /* edge 64: deferred unclear deferred/clarify */
      goto enter_28
    :: !((v28 < 2)) ->
      /* edge 65: deferred unclear handoff */
      goto enter_35
    :: else -> stranded(26); goto stuck
    fi
  }
  :: atomic { /* silence */
    true;
    MUST(((v29 < 1)) + (!((v29 < 1))) <= 1, ambiguous_event, 26);
    if
    :: (v29 < 1) ->
      /* edge 67: deferred silence deferred/nudge */
      goto enter_29
    :: !((v29 < 1)) ->
      /* edge 68: deferred silence close:abandoned */
      goto enter_34
    :: else -> stranded(26); goto stuck
    fi
  }
  fi;

/* 27: interject deferred/declined */
enter_27:
  atomic {
    d_step {
      skip;
      heard();
    };
    goto step_27
  };
step_27:
  if
  :: atomic {
    true ->
    /* edge 63: deferred/declined auto end */
    goto enter_25
  }
  fi;

/* 28: clarify deferred/clarify */
enter_28:
  atomic {
    d_step {
      skip;
      count(v28, 2);
      heard();
    };
    goto step_28
  };
step_28:
  if
  :: atomic {
    true ->
    /* edge 66: deferred/clarify auto deferred */
    goto resume_26
  }
  fi;

/* 29: nudge deferred/nudge */
enter_29:
  atomic {
    d_step {
      skip;
      count(v29, 1);
      heard();
    };
    goto step_29
  };
step_29:
  if
  :: atomic {
    true ->
    /* edge 69: deferred/nudge auto deferred */
    goto resume_26
  }
  fi;

/* 30: interject deferred/interrupted */
enter_30:
  atomic {
    d_step {
      skip;
      heard();
    };
    goto step_30
  };
step_30:
  if
  :: atomic {
    true ->
    /* edge 71: deferred/interrupted auto deferred */
    goto resume_26
  }
  fi;

/* 31: interject deferred/corrected */
enter_31:
  atomic {
    d_step {
      skip;
      heard();
    };
    goto step_31
  };
step_31:
  if
  :: atomic {
    true ->
    /* edge 73: deferred/corrected auto deferred */
    goto resume_26
  }
  fi;

/* 32: close close:success */
enter_32:
  atomic {
    d_step {
      skip;
      heard();
      MUST((s0 && s1), incomplete_success, 32);
      MUST(!deferred, question_open_at_success, 32);
      MUST(said, silent_turn, 32);
      MUST(owes != a_person, lost_escalation, 32);
      MUST(owes != a_report, unreported_result, 32);
      MUST(owes == nothing || owes == a_person || owes == a_report, broken_failure_mode, 32);
      calls_over();
      settle();
    };
    goto end_32
  };
end_32:
  false;

/* 33: close close:declined */
enter_33:
  atomic {
    d_step {
      skip;
      heard();
      MUST(declined, declined_unasked, 33);
      MUST(!(s0 && s1), declined_complete, 33);
      MUST(said, silent_turn, 33);
      MUST(owes != a_person, lost_escalation, 33);
      MUST(owes != a_report, unreported_result, 33);
      MUST(owes == nothing || owes == a_person || owes == a_report, broken_failure_mode, 33);
      calls_over();
      settle();
    };
    goto end_33
  };
end_33:
  false;

/* 34: close close:abandoned */
enter_34:
  atomic {
    d_step {
      skip;
      heard();
      MUST(said, silent_turn, 34);
      MUST(owes != a_person, lost_escalation, 34);
      MUST(owes != a_report, unreported_result, 34);
      MUST(owes == nothing || owes == a_person || owes == a_report, broken_failure_mode, 34);
      calls_over();
      settle();
    };
    goto end_34
  };
end_34:
  false;

/* 35: handoff handoff */
enter_35:
  atomic {
    d_step {
      skip;
      heard();
      MUST(said, silent_turn, 35);
      MUST(owes != a_report, unreported_result, 35);
      MUST(owes == nothing || owes == a_person || owes == a_report || owes == a_handoff, broken_failure_mode, 35);
      calls_over();
      settle();
    };
    goto end_35
  };
end_35:
  false;

stuck: /* nothing answers */
  false;
end_discharged: /* the watched node has spoken, and need not be watched any more */
  false
}
