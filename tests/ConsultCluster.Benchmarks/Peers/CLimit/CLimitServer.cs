using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Benchmarks.Peers.CLimit;

/// <summary>The C program that does nothing but the fan-out: compiled here, then run.</summary>
internal sealed class CLimitServer(bool segmentationOffload) : IPeerServer
{
    private const int KeyLength = 16;
    private const int SaltLength = 12;

    private Process? _process;

    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("Not started.");

    public IPEndPoint Input { get; } = new(IPAddress.Loopback, 0);

    /// <summary>It logs nothing.</summary>
    public string LastLines => "";

    public IPAddress ReceiverAddress => IPAddress.Loopback;

    public async Task<IReadOnlyList<ILoadTerminal>> StartAsync(
        IPEndPoint publisher, IReadOnlyList<IPEndPoint> receivers, PeerStream stream, CancellationToken stop)
    {
        if (stream.Profile != SrtpProfile.AeadAes128Gcm)
        {
            throw new PeerException("c-limit encrypts with AES-GCM only: its row is left out.");
        }

        var start = new ProcessStartInfo(await CompileAsync(stop), [segmentationOffload ? "1" : "0"])
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
            await _process.StandardInput.WriteLineAsync(line.AsMemory(), stop);
            terminals.Add(new KeyedTerminal(new SrtpKeys(SrtpProfile.AeadAes128Gcm, masterKey, masterSalt, masterKey, masterSalt)));
        }

        await _process.StandardInput.WriteLineAsync(ReadOnlyMemory<char>.Empty, stop);
        var port = await _process.StandardOutput.ReadLineAsync(stop) ?? throw new PeerException("The C program ended early.");
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

    private static async Task<string> CompileAsync(CancellationToken stop)
    {
        const string Missing = "The C limit does not compile: it needs gcc and OpenSSL's headers (Debian packages gcc and libssl-dev). Its rows are left out.";
        var source = Path.Combine(AppContext.BaseDirectory, "climit.c");
        var program = Path.Combine(AppContext.BaseDirectory, "climit");
        try
        {
            using var compiler = Process.Start("gcc", ["-O2", "-o", program, source, "-lcrypto"]);
            await compiler.WaitForExitAsync(stop);
            return compiler.ExitCode == 0 ? program : throw new PeerException(Missing);
        }
        catch (Win32Exception notFound)
        {
            throw new PeerException(Missing, notFound);
        }
    }
}
