"""Read exports of social-media posts: one module a platform or tool; a row becomes a Post."""
