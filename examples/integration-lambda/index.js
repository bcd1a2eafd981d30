// What example.zip holds.
exports.handler = async (event) => ({ greeting: `Hello, ${event.name ?? 'whoever you are'}!` })
