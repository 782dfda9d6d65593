using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Benchmarks.Peers.CLimit;

/// <summary>The C program that does nothing but the fan-out: compiled here, then run.</summary>
internal sealed class CLimitServer(bool segmentationOffload) : IAsyncDisposable
{
    private const int KeyLength = 16;
    private const int SaltLength = 12;

    private Process? _process;

    public string Name => segmentationOffload ? "c-limit" : "c-limit, no UDP_SEGMENT";

    public int ProcessId => _process!.Id;

    public IPEndPoint Input { get; private set; } = new(IPAddress.Loopback, 0);

    public async Task<IReadOnlyList<ILoadTerminal>> StartAsync(IReadOnlyList<IPEndPoint> receivers)
    {
        var start = new ProcessStartInfo(await CompileAsync(), ["gcm", segmentationOffload ? "1" : "0"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
        var terminals = new List<ILoadTerminal>();
        for (var i = 0; i < receivers.Count; i++)
        {
            var masterKey = RandomNumberGenerator.GetBytes(KeyLength);
            var masterSalt = RandomNumberGenerator.GetBytes(SaltLength);
            var line = $"{receivers[i].Address} {receivers[i].Port} {SessionKeys(masterKey, masterSalt)} {1_000 + i}";
            await _process.StandardInput.WriteLineAsync(line);
            terminals.Add(new KeyedTerminal(new SrtpKeys(SrtpProfile.AeadAes128Gcm, masterKey, masterSalt, masterKey, masterSalt)));
        }

        await _process.StandardInput.WriteLineAsync();
        var port = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The C program ended early.");
        Input.Port = int.Parse(port, CultureInfo.InvariantCulture);
        return terminals;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    /// <summary>Session key and salt in hexadecimal digits: the C program derives none.</summary>
    private static string SessionKeys(byte[] masterKey, byte[] masterSalt)
    {
        var key = new byte[KeyLength];
        var salt = new byte[SaltLength];
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyDerivation.RtpCipherKey, key);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyDerivation.RtpSalt, salt);
        return $"{Convert.ToHexStringLower(key)} {Convert.ToHexStringLower(salt)}";
    }

    private static async Task<string> CompileAsync()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "climit");
        using var compiler = Process.Start("gcc", ["-O2", "-o", program, Path.Combine(AppContext.BaseDirectory, "climit.c"), "-lcrypto"]);
        await compiler.WaitForExitAsync();
        return compiler.ExitCode == 0
            ? program
            : throw new InvalidOperationException("The C limit does not compile. It needs gcc and OpenSSL's headers, on Debian: apt-get install gcc libssl-dev.");
    }
}
