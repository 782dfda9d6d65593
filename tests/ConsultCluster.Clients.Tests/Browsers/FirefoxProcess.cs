using System.Diagnostics;
using System.Text.RegularExpressions;
using ConsultCluster.EndToEnd.Harness;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Clients.Tests.Browsers;

/// <summary>Firefox ESR of this machine without a window, with a profile of its own that has a made-up camera and microphone.</summary>
internal sealed partial class FirefoxProcess : IAsyncDisposable
{
    private const string Preferences = """
        user_pref("media.navigator.streams.fake", true);
        user_pref("media.navigator.permission.disabled", true);
        user_pref("media.autoplay.default", 0);
        user_pref("media.autoplay.blocking_policy", 0);
        user_pref("intl.accept_languages", "en-GB");
        user_pref("intl.locale.requested", "en-GB");
        user_pref("app.update.enabled", false);
        user_pref("datareporting.policy.dataSubmissionEnabled", false);
        user_pref("browser.shell.checkDefaultBrowser", false);
        user_pref("browser.tabs.warnOnClose", false);
        user_pref("dom.min_background_timeout_value", 4);
        user_pref("media.gmp-manager.updateEnabled", false);
        user_pref("network.captive-portal-service.enabled", false);
        user_pref("network.connectivity-service.enabled", false);

        """;

    private readonly OutputLines _output = new();
    private readonly string _profile = Directory.CreateTempSubdirectory("consult-firefox-").FullName;
    private Process? _process;

    /// <summary>Starts it; returns the address of its WebDriver BiDi sessions.</summary>
    public async Task<Uri> StartAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_profile, "user.js"), Preferences);
        var start = new ProcessStartInfo(ClientPrograms.Find("firefox-esr"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[] { "--headless", "--no-remote", "--profile", _profile, "--remote-debugging-port", "0", "about:blank" })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HOME"] = _profile;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var listening = _output.Watch(process, line => Listening().IsMatch(line));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        await listening.InTimeAsync();
        return new Uri(Listening().Match(_output.Text).Groups["address"].Value + "/session");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_profile, recursive: true);
    }

    [GeneratedRegex(@"WebDriver BiDi listening on (?<address>ws://\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
