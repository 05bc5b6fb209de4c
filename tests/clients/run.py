# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py GROUP [TEST …]: one group of client tests, in the virtual environment that ./dev test laid out.

A group is a module GROUP.py, or a script GROUP.mjs for Node.js. Needs LLMG_BIN_DIR (the programs) and LLMG_SDK_DIR (the
virtual environments and node); LLMG_RECORDINGS_DIR for the replay groups. Leaves with 77 when it could not run for want
of something, and says what.
"""
import os
import sys
import unittest

SKIPPED = 77
HERE = os.path.dirname(os.path.abspath(__file__))
EARLIER = {"llamaindex", "pause_earlier"}  # groups with the earlier OpenAI SDK


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def enter_virtual_environment(group):
    folder = os.path.join(os.environ["LLMG_SDK_DIR"], "venv-earlier" if group in EARLIER else "venv")
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python):
        if os.environ.get("LLMG_REQUIRE_SDKS"):
            sys.exit("the SDKs are not installed, though this run needs them")
        skip("the stock SDKs are not installed; ./dev test installs them")
    if os.path.realpath(sys.prefix) != os.path.realpath(folder):
        os.execv(python, [python, "-B", *sys.argv])


def main():
    group = sys.argv[1]
    enter_virtual_environment(group)
    if group.startswith("replay") and not os.path.isdir(os.environ.get("LLMG_RECORDINGS_DIR", "")):
        skip("no folder with recorded provider traffic (LLMG_RECORDINGS_DIR)")
    import confined
    confined.confine()
    if os.path.exists(os.path.join(HERE, group + ".mjs")):
        import nodescript
        sys.exit(nodescript.run(group, sys.argv[2:]))
    names = [f"{group}.{name}" for name in sys.argv[2:]] or [group]
    suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    result = unittest.TextTestRunner(verbosity=2 if sys.argv[2:] else 1).run(suite)
    if result.testsRun == 0:
        sys.exit("no test was found")
    sys.exit(0 if result.wasSuccessful() else 1)


if __name__ == "__main__":
    main()
