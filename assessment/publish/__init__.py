"""Build time: render the questionnaire, bundle the runtime, build each language, finish the site."""
