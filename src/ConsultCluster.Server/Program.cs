using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Hosting;

return await ProgramHost.RunAsync<ServerOptions>(
    args,
    "ConsultCluster server: web app, API, signalling, groups and media relays",
    async options =>
    {
        await using var server = await ServerHost.StartAsync(options);
        StartMessage.Print(server, options, Console.Out);
        await server.WaitForStopAsync();
    });
