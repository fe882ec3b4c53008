"""Templates: everything is escaped, and a name that was not given is an error and not a blank."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from pages.assets import Assets
from pages.shown import day, first_up, money, phone


def make_environment(package: str, assets: Assets) -> Environment:
    """The templates in the package's ``templates`` folder, with the filters of `pages.shown`."""
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["asset"] = assets.url
    environment.filters.update(money=money, phone=phone, day=day, first_up=first_up)
    return environment
