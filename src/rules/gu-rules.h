/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-calendar.h"
#include "gu-clock-rule.h"
#include "gu-completeness.h"
#include "gu-condition.h"
#include "gu-fact.h"
#include "gu-identifier.h"
#include "gu-procedure.h"
#include "gu-regime.h"
#include "gu-requirement.h"
#include "gu-rule-book.h"
#include "gu-rule-pack.h"
#include "gu-rules-error.h"
#include "gu-transition.h"
