using CodeGen.Host.Hosting;

await using HostApp host = HostApp.Build(args);
return await host.RunAsync();
