using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Deployment.Tests.Telemetry;

/// <summary>An OpenTelemetry collector as far as OTLP over HTTP goes: takes everything, and keeps it.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly ConcurrentQueue<(string Path, string Body)> _received = new();
    private readonly SemaphoreSlim _news = new(0);
    private readonly WebApplication _app;

    private Collector(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>Everything so far; bodies are protobuf, in which texts stand as they are.</summary>
    public IReadOnlyCollection<(string Path, string Body)> Received => _received;

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector._app.Run(collector.TakeAsync);
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Waits for a message to this path with this text.</summary>
    public async Task ReceivesAsync(string path, string text)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!_received.Any(message => message.Path == path && message.Body.Contains(text, StringComparison.Ordinal)))
        {
            try
            {
                await _news.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"{text} did not come to {path}; {_received.Count} messages did.", e);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _news.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var isZipped = context.Request.Headers.ContentEncoding == "gzip";
        await using var source = isZipped ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        await source.CopyToAsync(body);
        _received.Enqueue((context.Request.Path.Value!, Encoding.UTF8.GetString(body.ToArray())));
        _news.Release();
    }
}
