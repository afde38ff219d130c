"""Where an error broke, without a word of what was in it: errors carry what people wrote."""


def where(error: BaseException) -> str:
    """The kind of the error and the place in the code, such as `ValueError in read:41`."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is None:
        return type(error).__name__
    return f"{type(error).__name__} in {place.tb_frame.f_code.co_qualname}:{place.tb_lineno}"
