using System.Net;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.EndToEnd.Harness;

/// <summary>Serves the files of <c>Pages/</c> from an origin that is not the product's: somebody else's encoder or player.</summary>
public sealed class PageServer : IDisposable
{
    private readonly HttpListener _listener = new();

    private PageServer(int port)
    {
        Url = $"http://localhost:{port}";
        _listener.Prefixes.Add(Url + "/");
    }

    /// <summary>Without a slash at the end.</summary>
    public string Url { get; }

    /// <summary>Listens on a free port until disposed.</summary>
    public static PageServer Start()
    {
        var server = new PageServer(FreePorts.Tcp());
        server._listener.Start();
        _ = server.ServeAsync();
        return server;
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var path = Path.Combine(AppContext.BaseDirectory, "Pages", Path.GetFileName(context.Request.Url!.AbsolutePath));
            context.Response.StatusCode = File.Exists(path) ? 200 : 404;
            context.Response.ContentType = "text/html; charset=utf-8";
            if (File.Exists(path))
            {
                await context.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(path));
            }

            context.Response.Close();
        }
    }
}
