using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ConsultCluster.Deployment.Tests.Scenes;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Deployment.Tests.Telemetry;

/// <summary>Debian's Prometheus on loopback with the repository's configuration, reading one server.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly string _folder = Directory.CreateTempSubdirectory("consult-prometheus-").FullName;
    private readonly StringBuilder _log = new();
    private readonly Process _process;
    private readonly HttpClient _client;

    private PrometheusServer(Uri target)
    {
        var port = FreePorts.Tcp();
        var configuration = Repository.Text("deploy/prometheus/prometheus.yml");
        Assert.Contains("- 127.0.0.1:8080\n", configuration, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "prometheus.yml"), configuration
            .Replace("- 127.0.0.1:8080\n", $"- {target.Authority}\n", StringComparison.Ordinal)
            .Replace("interval: 15s", "interval: 1s", StringComparison.Ordinal));
        File.Copy(Repository.PathOf("deploy/prometheus/alerts.yml"), Path.Combine(_folder, "alerts.yml"));
        var start = new ProcessStartInfo("prometheus")
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
            ArgumentList =
            {
                $"--config.file={_folder}/prometheus.yml", $"--storage.tsdb.path={_folder}/data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn",
            },
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_log)
            {
                _log.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
        _client = new HttpClient { BaseAddress = new UriBuilder("http", "127.0.0.1", port).Uri };
    }

    /// <summary>Starts it and waits until it has read the server twice: rates need two.</summary>
    public static async Task<PrometheusServer> StartAsync(Uri target)
    {
        var prometheus = new PrometheusServer(target);
        try
        {
            await prometheus.HoldsAsync("count_over_time(up{job=\"consultcluster\"}[5m]) >= 2 and up == 1");
            return prometheus;
        }
        catch
        {
            await prometheus.DisposeAsync();
            throw;
        }
    }

    /// <summary>The number of series that an expression gives; fails when Prometheus does not understand it.</summary>
    public async Task<int> CountAsync(string expression)
    {
        using var response = await _client.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}");
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.GetProperty("status").GetString() == "success", $"{expression}: {answer}");
        var data = answer.GetProperty("data");
        return data.GetProperty("resultType").GetString() == "vector" ? data.GetProperty("result").GetArrayLength() : 1;
    }

    /// <summary>Waits until an expression gives a series.</summary>
    public async Task HoldsAsync(string expression)
    {
        using var timer = new PeriodicTimer(Pause);
        var start = TimeProvider.System.GetTimestamp();
        while (!await IsThereAsync(expression))
        {
            Assert.False(_process.HasExited, $"Prometheus ended: {Log}");
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Deadline, $"Not in time: {expression}. {Log}");
            await timer.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    private async Task<bool> IsThereAsync(string expression)
    {
        try
        {
            return await CountAsync(expression) > 0;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            // It does not listen yet, or still reads its own files.
            return false;
        }
    }
}
