using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Auth;

namespace ConsultCluster.Server.Hosting;

/// <summary>
/// <c>recover NAME [flags]</c>: prints a link by which an administrator gets in again, as the link of the first start. The server may run meanwhile; whoever
/// can read its data folder or its connection string can do anything anyway.
/// </summary>
internal static class RecoverCommand
{
    public const string Command = "recover";

    private const int WrongSettings = 2;

    /// <summary>Time to walk to a browser.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Exit code as of the server.</summary>
    /// <param name="args">The user name and the server's flags.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (args is not [var userName, .. var flags] || userName.StartsWith('-'))
        {
            await Console.Error.WriteLineAsync("recover needs the user name of an administrator, as in: recover admin --data data");
            return WrongSettings;
        }

        return await ProgramHost.RunAsync<ServerOptions>(
            flags, "ConsultCluster: recover NAME prints a link for an administrator who cannot sign in", options => PrintAsync(userName, options, output));
    }

    private static async Task PrintAsync(string userName, ServerOptions options, TextWriter output)
    {
        var data = Path.GetFullPath(options.Data);
        if (!Directory.Exists(data))
        {
            throw new StartupException($"There is no data folder {data}; name the server's with --data.");
        }

        var services = new ServiceCollection();
        StoreChoice.Add(services, options, data);
        await using var provider = services.BuildServiceProvider();
        try
        {
            await StoreChoice.PrepareAsync(provider);
            var code = await IssueAsync(provider.GetRequiredService<IPersonStore>(), userName);
            await output.WriteLineAsync($"recover {Address(options)}/recover#code={code}");
            await output.WriteLineAsync($"The link is good once, until {DateTimeOffset.UtcNow + Lifetime:u}.");
        }
        catch (StorageUnavailableException e)
        {
            throw new StartupException($"The {StoreChoice.Name(options)} cannot be used now: {e.Message}", e);
        }
    }

    private static async Task<string> IssueAsync(IPersonStore people, string userName)
    {
        if (await people.FindByUserNameAsync(userName) is not { Role: StaffRole.Administrator, Disabled: false } administrator)
        {
            throw new StartupException($"{userName} is no active administrator. An administrator gives all others a one-time password on the page Accounts.");
        }

        var now = DateTimeOffset.UtcNow;
        var code = SetupCode.Create();
        await people.SetRecoveryCodeAsync(administrator.Id, SetupCode.Hash(code), now + Lifetime, new AuditEntry(
            now, null, new PersonId(AuditEntry.System), AuditEntry.System, AuditActions.RecoveryIssued, $$"""{"person":"{{administrator.Id}}"}"""));
        return code;
    }

    /// <summary>Where people open the link; without its start when the server takes any free port.</summary>
    private static string Address(ServerOptions options) => options switch
    {
        { Https: true, HttpsPort: > 0 } => new UriBuilder(
            Uri.UriSchemeHttps, (options.Advertise.FirstOrDefault() ?? IPAddress.Loopback).ToString(), options.HttpsPort).Uri.GetLeftPart(UriPartial.Authority),
        { HttpPort: > 0 } => new UriBuilder(Uri.UriSchemeHttp, IPAddress.Loopback.ToString(), options.HttpPort).Uri.GetLeftPart(UriPartial.Authority),
        _ => string.Empty,
    };
}
