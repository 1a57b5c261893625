namespace CodeGen.Host.Endpoints;

/// <summary>Reads a request's body up to a limit.</summary>
internal static class RequestBody
{
    private const int FirstBuffer = 64 << 10;

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        // A chunked body tells no length; one byte of room beyond the limit tells that it is exceeded.
        var buffer = new byte[request.ContentLength is { } known ? (int)known + 1 : Math.Min(FirstBuffer, limit + 1)];
        int length = 0;
        while (await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > limit)
            {
                throw TooLarge(limit);
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, limit + 1L));
            }
        }

        return buffer.AsMemory(0, length);
    }

    private static ProblemException TooLarge(int limit) => new(
        StatusCodes.Status413PayloadTooLarge, "Document too large", $"The body is larger than {limit:N0} bytes.", "request body",
        "Split the document, or raise CodeGen:MaxDocumentBytes.");
}
