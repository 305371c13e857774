"""Safety rules, one file each: its id is the file's name with dashes. A new file here is a new rule.

Each has CONDITIONS (names a statement's `when` may use), RATIONALE, SOURCE, and two functions:
conditions(case): the names that hold for this case; objections(case, composition): what may not be printed so.
"""
