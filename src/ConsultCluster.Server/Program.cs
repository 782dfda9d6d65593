using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Audit;
using ConsultCluster.Server.Hosting;

if (args is [OwnPostgres.Command, .. var flags])
{
    return await OwnPostgres.RunAsync(flags, Console.Out);
}

if (args is [RecoverCommand.Command, .. var administrator])
{
    return await RecoverCommand.RunAsync(administrator, Console.Out);
}

var code = 0;
var settled = await ProgramHost.RunAsync<ServerOptions>(
    args,
    "ConsultCluster server: web app, API, signalling, groups and media relays",
    async options =>
    {
        if (options.VerifyAudit)
        {
            code = await AuditCommand.RunAsync(options, Console.Out, Console.Error);
            return;
        }

        await using var server = await ServerHost.StartAsync(options);
        StartMessage.Print(server, options, Console.Out);
        await server.WaitForStopAsync();
    });
return settled == 0 ? code : settled;
