using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Hosting;

if (args is [OwnPostgres.Command, .. var flags])
{
    return await OwnPostgres.RunAsync(flags, Console.Out);
}

if (args is [RecoverCommand.Command, .. var administrator])
{
    return await RecoverCommand.RunAsync(administrator, Console.Out);
}

return await ProgramHost.RunAsync<ServerOptions>(
    args,
    "ConsultCluster server: web app, API, signalling, groups and media relays",
    async options =>
    {
        await using var server = await ServerHost.StartAsync(options);
        StartMessage.Print(server, options, Console.Out);
        await server.WaitForStopAsync();
    });
