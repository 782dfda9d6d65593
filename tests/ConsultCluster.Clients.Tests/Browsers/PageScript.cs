using System.Text.Json;

namespace ConsultCluster.Clients.Tests.Browsers;

/// <summary>What pages are told, the same for every browser.</summary>
internal static class PageScript
{
    /// <summary>
    /// Runs before the page's own scripts: keeps the page's connections, so that a test can read what they decode, and makes up a screen to share,
    /// as headless Firefox has none.
    /// </summary>
    public const string Preload = """
        () => {
          const kept = window.__connections = [];
          window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
            construct(target, parameters) {
              const connection = new target(...parameters);
              kept.push(connection);
              return connection;
            },
          });
          if (!navigator.mediaDevices) return;
          navigator.mediaDevices.getDisplayMedia = async () => {
            const screen = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
            const context = screen.getContext('2d');
            let drawn = 0;
            setInterval(() => {
              context.fillStyle = `hsl(${drawn++ * 7} 80% 50%)`;
              context.fillRect(0, 0, 640, 360);
            }, 100);
            return screen.captureStream(10);
          };
        }
        """;

    /// <summary>An expression that calls a function and gives its result as text of JSON.</summary>
    public static string Call(string function, object?[] arguments) =>
        $"(async () => JSON.stringify(await ({function})(...{JsonSerializer.Serialize(arguments)})) ?? 'null')()";

    /// <summary>The result of <see cref="Call"/>.</summary>
    public static JsonElement Result(string json) => JsonDocument.Parse(json).RootElement;
}
