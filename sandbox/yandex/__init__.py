"""An offline double of Yandex Cloud's image services, faithful to what their documents and users say."""
