"""Ralph as a record store on a file: `ralph_server.py PORT`, configured by its environment.

It takes what its own models of xAPI statements take, where by itself it looks at the outermost properties only. Its file backend
(5.1.0) creates its file and refuses to write to one that is there, so that a second statement would fail, and writes down every
reading: here it appends, and does not.
"""

import sys

import uvicorn
from pydantic import model_validator
from pydantic_core import PydanticCustomError
from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend
from ralph.models.xapi.base.statements import BaseXapiStatement

FSLRSBackend.default_operation_type = BaseOperationType.APPEND
FSLRSBackend.append_to_history = lambda self, event: None


def main():
    # The backend is chosen by the environment as soon as these are imported.
    from ralph.api import app, partial_success

    class Statement(partial_success.LaxStatement):
        """A statement that is valid through and through."""

        @model_validator(mode="before")
        @classmethod
        def is_valid(cls, statement):
            try:
                BaseXapiStatement.model_validate(statement)
            except ValueError as error:
                raise PydanticCustomError(
                    "statement", "{reason}", {"reason": str(error)}
                ) from error
            return statement

    partial_success.LaxStatement = Statement
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")


main()
