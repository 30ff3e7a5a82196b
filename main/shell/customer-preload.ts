import { contextBridge, ipcRenderer } from 'electron';
import { createCustomerBridge } from './customer-bridge.ts';

contextBridge.exposeInMainWorld('customer', createCustomerBridge(ipcRenderer));
